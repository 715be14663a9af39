/**
 * The kernels of the GPU backend: their names and parameters, the tables that they read, and the PTX that ships with
 * them.
 *
 * <p>Start with {@link io.dmm4j.cuda.kernel.Kernel}, the list of entry points. What enters: flat programs, made into
 * tables as the device reads them ({@link io.dmm4j.cuda.kernel.OpTable}, {@link io.dmm4j.cuda.kernel.RunTable}, {@link
 * io.dmm4j.cuda.kernel.DotTable}, {@link io.dmm4j.cuda.kernel.RowGroups}, {@link io.dmm4j.cuda.kernel.EventTable}). What
 * leaves: {@link io.dmm4j.cuda.kernel.Args arguments} and {@link io.dmm4j.cuda.kernel.LaunchShape shapes} of launches.
 * {@link io.dmm4j.cuda.kernel.HostKernels} does on the host what each kernel does on the device. Deliberately absent:
 * device memory and launches, which belong to {@code io.dmm4j.cuda.device}.
 */
package io.dmm4j.cuda.kernel;
