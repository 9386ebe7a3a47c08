/** Ends of lines and tabs are no harm; the rest of them steers a terminal, or turns the text that stands after it around. */
const steering = /[\p{Cc}--[\t\n\r]]|[\u202a-\u202e\u2066-\u2069]/gv;

/** What somebody wrote, to be looked at: signs that are not seen but do something are shown as a sign that does nothing. */
export function plainText(text: string): string {
  return text.replace(steering, '\ufffd');
}

/** The same of JSON, whose value stays what it is. */
export function plainJson(text: string): string {
  return text.replace(steering, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
