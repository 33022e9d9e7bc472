// The SDK takes a stack trace for every promise. Jest maps each one back to its source, which doubles the time of `up`.
Error.prepareStackTrace = undefined;
