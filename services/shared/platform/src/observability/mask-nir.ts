/**
 * A NIR wherever it stands in a text: sex, year, month (fictitious months included), department or Corsica, commune,
 * order and, if there, the key, with or without the usual separators (Code de la sécurité sociale R115-1).
 */
const nirShape =
  /(?<![0-9A-Za-z])[1-478][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[ABab])[ .-]?\d{3}[ .-]?\d{3}(?:[ .-]?\d{2})?(?![0-9A-Za-z])/g;

/** The text with every NIR replaced by nines: 13 nines are no NIR, and JSON stays JSON even where it was a number. */
export function maskNir(text: string): string {
  return text.replace(nirShape, (found) => '9'.repeat(found.length));
}
