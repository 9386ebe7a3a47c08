const lengthMax = 500;
const signInPaths: ReadonlySet<string> = new Set(['/console/connexion', '/console/retour', '/console/deconnexion']);
const start = '/console';

/** Where to go once somebody has signed in: a page of this console, whatever was asked for. */
export function ownPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > lengthMax || !/^\/console(?:[/?][\x21-\x7e]*)?$/.test(asked)) return start;
  const { origin, pathname, search } = new URL(asked, 'http://hub');
  const isOwn = origin === 'http://hub' && (pathname === start || pathname.startsWith(`${start}/`));
  return isOwn && !signInPaths.has(pathname) ? `${pathname}${search}` : start;
}
