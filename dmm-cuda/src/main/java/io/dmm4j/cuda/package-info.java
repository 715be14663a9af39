/**
 * The GPU backend: flat programs on NVIDIA GPUs.
 *
 * <p>Start with {@link io.dmm4j.cuda.CudaBackend}. What enters: a checked {@link io.dmm4j.flat.FlatProgram}, options,
 * sparse events. What leaves: probed rows, states, gradients.
 *
 * <p>The pieces, in the order in which work flows:
 *
 * <ul>
 *   <li>{@code Probe} says whether there is a usable device, and if not, why; {@code OpenGpu} is one with its kernels, of
 *       which {@code OpenDevices} keeps one per device until it is lost;
 *   <li>{@code LaneSlice} cuts the lanes into slices whose dense operands cuSPARSE can take, nearly always one; each has a
 *       {@code DeviceState}, [rows × stride] numbers with the lane as the fast index, and a {@code Tape}, of a whole window or,
 *       where {@code MemoryNeeds} finds that this does not fit, of a segment at a time;
 *   <li>{@code Down} moves a stage down (cuSPARSE, cuBLAS or the run kernel), {@code UpOps} up (the op kernels);
 *       {@code CycleWork} strings them together for one slice, {@code ReverseWork} the way back over a tape;
 *   <li>{@code Replays} captures the launches of a window once as a CUDA graph and runs it again;
 *   <li>{@code HeldLinks} are the links of a machine that holds its own matrix, which may change between windows;
 *   <li>{@code CudaExecutor}, {@code CudaGradientExecutor} and {@code CudaTrainingExecutor} take turns on the device and own
 *       their buffers through a {@code Session}.
 * </ul>
 *
 * The invariant: everything on the device happens in one queue, in the order in which it is asked for; the host waits only
 * where it reads. Sizes in bytes are 64-bit everywhere. Deliberately absent: JCuda, which stays below {@code
 * io.dmm4j.cuda.device}, and what kernels compute.
 */
package io.dmm4j.cuda;
