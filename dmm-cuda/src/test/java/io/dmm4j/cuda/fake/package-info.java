/**
 * A GPU without a GPU: {@code io.dmm4j.cuda.device} on host memory, for tests.
 *
 * <p>Start with {@link io.dmm4j.cuda.fake.FakeGpu}. It is stricter than a device where strictness finds mistakes: memory
 * is poisoned until it is written, work runs as late as it may, every access is checked against what is alive, and any
 * call can be made to fail. Kernels are {@link io.dmm4j.cuda.kernel.HostKernels}. Deliberately absent: any number that a
 * real device would not also have to give.
 */
package io.dmm4j.cuda.fake;
