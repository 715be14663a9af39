package io.dmm4j.cuda.device;

/** Work that was captured from a queue and can be run again and again with one call. */
public interface Graph extends Resource {}
