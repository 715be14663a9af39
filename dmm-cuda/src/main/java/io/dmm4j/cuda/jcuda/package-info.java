/**
 * The layer of {@code io.dmm4j.cuda.device} on JCuda: the only package of the project that imports it.
 *
 * <p>Start with {@link io.dmm4j.cuda.jcuda.JCudaGpu}. JCuda's exceptions stay off: every status is checked here, where the
 * operation and its shapes are known, and becomes a {@link io.dmm4j.cuda.device.GpuException}. Deliberately absent:
 * anything that could run without a driver.
 */
package io.dmm4j.cuda.jcuda;
