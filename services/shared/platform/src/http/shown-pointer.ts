import { maskNir } from '@hub/core';

const nameLengthMax = 64;

/** A name that the caller chose may hold anything: one that could be personal is not repeated. */
export function shownName(name: string): string {
  const isHarmless = name.length <= nameLengthMax && /^[A-Za-z0-9_.~-]*$/.test(name) && maskNir(name) === name;
  return isHarmless ? name : '…';
}

/** A JSON Pointer with every name in it as it may be shown. */
export function shownPointer(pointer: string): string {
  if (pointer === '') return '';
  return `/${pointer.slice(1).split('/').map(shownName).join('/')}`;
}
