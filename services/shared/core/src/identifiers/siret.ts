const laPoste = '356000000';
const laPosteHeadOffice = '35600000000048';

/** True for 14 digits that pass Luhn; establishments of La Poste pass by a digit sum that is a multiple of 5. */
export function isSiret(text: string): boolean {
  if (!/^\d{14}$/.test(text) || text === '00000000000000') return false;
  if (text.startsWith(laPoste) && text !== laPosteHeadOffice) return digitSum(text) % 5 === 0;
  return luhn(text);
}

function digitSum(digits: string): number {
  let sum = 0;
  for (const digit of digits) sum += Number(digit);
  return sum;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
