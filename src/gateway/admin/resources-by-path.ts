import type { Resource } from './resource.ts';

/** The paths in their order, each with everything that can be done there. */
export function resourcesByPath(
  resources: readonly Resource[],
): (readonly [path: string, methods: readonly Resource[]])[] {
  const byPath = new Map<string, Resource[]>();
  for (const resource of resources) {
    const methods = byPath.get(resource.path);
    if (methods === undefined) byPath.set(resource.path, [resource]);
    else methods.push(resource);
  }
  return [...byPath];
}
