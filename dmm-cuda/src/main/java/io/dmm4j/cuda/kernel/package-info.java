/**
 * The kernels of the GPU backend: their names and parameters, and the PTX that ships with them.
 *
 * <p>What enters: flat programs as device tables. What leaves: rows of the state. Deliberately absent: device memory
 * and launches, which belong to {@code io.dmm4j.cuda.device}.
 */
package io.dmm4j.cuda.kernel;
