/** A route as registered: its method and the segments of its path, `null` where a parameter stands. */
export interface RoutePattern {
  readonly method: string;
  readonly segments: readonly (string | null)[];
  /** Ends in `*`: takes any rest. */
  readonly open: boolean;
}

export function routePattern(method: string, url: string): RoutePattern {
  const segments = url.split('/').map((segment) => (segment.startsWith(':') ? null : segment));
  const open = segments.at(-1) === '*';
  return { method, segments: open ? segments.slice(0, -1) : segments, open };
}

/** Methods under which the path of this URL is registered, sorted; a fixed path wins over one with parameters. */
export function methodsAt(routes: readonly RoutePattern[], url: string): string[] {
  const path = pathOf(url).split('/');
  const fitting = routes.filter((route) => fits(route, path));
  const fixed = fitting.filter(({ open, segments }) => !open && !segments.includes(null));
  const methods = (fixed.length > 0 ? fixed : fitting).map((route) => route.method);
  return [...new Set(methods)].sort();
}

export function pathOf(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? '';
}

function fits(route: RoutePattern, path: readonly string[]): boolean {
  if (route.open ? path.length < route.segments.length : path.length !== route.segments.length) return false;
  return route.segments.every((segment, index) => (segment === null ? path[index] !== '' : segment === path[index]));
}
