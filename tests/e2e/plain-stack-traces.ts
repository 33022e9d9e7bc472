// The SDK takes a stack trace for every promise, and Jest maps each one back to its source: a fifth of the time of `up`.
Object.assign(Error, { prepareStackTrace: undefined });
