/** Node 20 has no navigator, and the engine asks it which browser this is. */
globalThis.navigator ??= { userAgent: 'Node.js' } as Navigator
