/**
 * What the GPU backend does per second. Start with {@link io.dmm4j.perf.cuda.CudaReport}; {@link
 * io.dmm4j.perf.cuda.SpmmReport} times the cuSPARSE product alone, which {@code perf/peers/cusparse_spmm.py} times from
 * CuPy and {@code cusparse_spmm.cu} from C++. Without a usable device both say so and end.
 */
package io.dmm4j.perf.cuda;
