export { shownEvents as storedEvents, shownFacts as storedFacts } from '@hub/platform';
