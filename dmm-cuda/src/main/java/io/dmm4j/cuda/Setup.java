package io.dmm4j.cuda;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.TapePlan;
import java.util.List;

/**
 * What makes an executor.
 *
 * @param session its turns on the device
 * @param program what runs
 * @param slices the lanes, cut so that every operand can be had
 * @param tape what is kept for the way back; null if there are no derivatives
 * @param byColumn how what the probes see lies in memory, see {@link ProbeLayout}
 * @param numbers length of the parameter vector
 */
record Setup(
        Session session,
        FlatProgram program,
        ExecutorOptions options,
        CudaOptions cuda,
        List<LaneSlice> slices,
        TapePlan tape,
        boolean byColumn,
        int numbers) {

    /** Of an executor that runs a program forwards, or back too where there is a tape. */
    static Setup of(Session session, FlatProgram program, ExecutorOptions options, CudaOptions cuda, TapePlan tape) {
        List<LaneSlice> slices = slices(program, options, cuda, Integer.MAX_VALUE);
        return new Setup(session, program, options, cuda, slices, tape, false, program.parameters().length);
    }

    /** The slices of a program's lanes, of at most so many lanes each. */
    static List<LaneSlice> slices(FlatProgram p, ExecutorOptions options, CudaOptions cuda, int mostLanes) {
        int widest = Math.max(p.outputRows(), p.inputRows());
        return LaneSlice.cut(options.lanes(), widest, options.precision(), cuda.mostElements(), mostLanes);
    }

    /** Whether there are derivatives. */
    boolean gradient() {
        return tape != null;
    }

    /** Rows of a state: those of the program, and their derivatives. */
    long rows() {
        return gradient() ? Math.multiplyExact(2L, program.rows()) : program.rows();
    }
}
