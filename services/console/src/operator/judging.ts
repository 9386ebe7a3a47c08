/** Why operators look at links and sessions: `Hub-Purpose` of these pages. */
export const judging = 'data-quality';
