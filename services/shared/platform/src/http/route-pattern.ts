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

/** Methods under which the path of this URL is registered, sorted. */
export function methodsAt(routes: readonly RoutePattern[], url: string): string[] {
  const path = (url.split(/[?#;]/, 1)[0] ?? '').split('/');
  const methods = routes.filter((route) => fits(route, path)).map((route) => route.method);
  return [...new Set(methods)].sort();
}

function fits(route: RoutePattern, path: readonly string[]): boolean {
  if (route.open ? path.length < route.segments.length : path.length !== route.segments.length) return false;
  return route.segments.every((segment, index) => (segment === null ? path[index] !== '' : segment === path[index]));
}
