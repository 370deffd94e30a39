/** Ids of the gateways that a request has passed, with commas between; so that one that comes back is noticed. */
export const hopHeader = 'x-patchbay-hop';
