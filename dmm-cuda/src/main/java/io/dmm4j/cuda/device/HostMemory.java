package io.dmm4j.cuda.device;

import java.nio.ByteBuffer;

/**
 * Page-locked memory of the host. Copies from and to it run while the host does other work, so it must not be written
 * before an upload from it has run, nor read before a download to it has.
 */
public interface HostMemory extends Resource {
    /** All of it, in native byte order. */
    ByteBuffer buffer();
}
