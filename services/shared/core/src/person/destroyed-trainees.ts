/**
 * What is read of persons, less all of whom the log says that their data were destroyed (Code du travail R6323-39): they
 * answer like somebody whom nobody ever knew, to whoever asks and however, and nobody linked answers in their place. Their
 * records stay, and are counted.
 */
export function withoutDestroyed<
  Person extends {
    /** Whoever was asked for; null: nobody, or several at once. */
    readonly asked: string | null;
    readonly trainees: readonly { readonly trainee: string; readonly destroyed: boolean }[];
    readonly dossiers: readonly { readonly trainee: string }[];
  },
>(person: Person): Person {
  const destroyed = new Set(person.trainees.flatMap((row) => (row.destroyed ? [row.trainee] : [])));
  if (destroyed.size === 0) return person;
  const isGone = person.asked !== null && destroyed.has(person.asked);
  const isKept = ({ trainee }: { readonly trainee: string }) => !isGone && !destroyed.has(trainee);
  return {
    ...person,
    asked: isGone ? null : person.asked,
    trainees: person.trainees.filter(isKept),
    dossiers: person.dossiers.filter(isKept),
  };
}
