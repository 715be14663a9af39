package io.dmm4j.cpu;

import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.value.DmmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A program prepared for the kernels: per stage a down plan, the weights in the order in which it reads
 * them, and an up plan. Shared by all lane blocks.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Plan<A> {
    /** Cache lines of outputs, in the widest blocks, above which they leave a core's cache: half a megabyte. */
    private static final long LARGE = 1 << 13;

    final FlatProgram program;
    final DownPlan[] down;
    final Links<A>[] links;
    final UpPlan[] up;

    /** The most lanes of a block: a power of two. */
    final int widest;

    /** The work of one cycle in all lanes. */
    final long cost;

    /** Whether threads share the rows of blocks, because a cycle is long and lanes are few. */
    final boolean sharesRows;

    /** The links whose weights are rows of the state; null if the program does not hold its own matrix. */
    private LaneWeights laneWeights;

    /** What is multiplied where it is. */
    private Carried carried;

    /** Whether rows may be carried: not where threads share rows, nor where a tape keeps the inputs. */
    private final boolean carries;

    /** When threads share rows, and when movements are compiled. */
    final CpuExecutor.Thresholds thresholds;

    private final boolean oneLane;
    private final int threads;
    private final Cells<A> cells;

    /**
     * Prepares a program.
     *
     * @param thresholds when threads share rows, and when code is compiled
     * @param copies how many times the program's rows a block holds
     */
    @SuppressWarnings("unchecked")
    Plan(FlatProgram program, Cells<A> cells, int lanes, int threads, CpuExecutor.Thresholds thresholds, int copies) {
        this.thresholds = thresholds;
        this.program = program;
        this.cells = cells;
        this.threads = threads;
        oneLane = lanes == 1;
        int stages = program.stages().size();
        down = new DownPlan[stages];
        up = new UpPlan[stages];
        links = new Links[stages];
        for (int i = 1; i < stages; i++) {
            down[i] = DownPlan.adding(program.stages().get(i).runs(), program.outputRows(), program.inputRows());
            links[i] = Links.of(down[i], cells, oneLane);
        }
        carried = copies == 1 ? Carried.of(program) : Carried.nothing(program);
        first(program);
        widest = fitting(LaneWeights.areIn(program) ? widestHolding() : widest(), copies);
        cost = Cost.ofCycle(program, lanes, cells.line());
        boolean lanesForAll = lanes >= (long) threads * widest;
        sharesRows = threads > 1 && !lanesForAll && copies == 1 && cost >= thresholds.cycle();
        carries = copies == 1 && !sharesRows;
        if (sharesRows) {
            carried = Carried.nothing(program);
            first(program);
        }
        laneWeights = LaneWeights.of(program, carried, threads, Math.min(lanes, widest), cells.line());
        List<FlatOps> ops = ops();
        for (int i = 0; i < stages; i++) {
            up[i] = sharesRows ? UpPlan.shared(ops.get(i), Math.min(lanes, widest)) : UpPlan.of(ops.get(i));
        }
    }

    /** Prepares the down movement of the first stage, but for what is carried. */
    private void first(FlatProgram p) {
        Runs runs = carried.first.runs();
        down[0] = DownPlan.replacing(runs, p.outputRows(), p.inputRows(), inputsOf(p.stages()));
        links[0] = Links.of(down[0], cells, oneLane);
    }

    /**
     * As many lanes as the kernels sum at once, but fewer where the outputs would not fit a cache and
     * links are long enough to be wide in few lanes.
     */
    private int widest() {
        long multiplyAdds = 0;
        long entries = 0;
        for (DownPlan d : down) {
            multiplyAdds += d.multiplyAdds();
            entries += d.entries();
        }
        boolean large = (long) program.outputRows() * LaneRange.WIDEST > LARGE * cells.line();
        boolean longLinks = multiplyAdds >= entries * LaneRange.WIDEST / cells.line();
        return large && longLinks ? cells.line() : LaneRange.WIDEST;
    }

    /** So many lanes that the matrices of a block stay in a core's cache, but two lines, below which the links' indices cost more. */
    private int widestHolding() {
        int n = LaneRange.WIDEST;
        while (n > 2 * cells.line() && (long) program.outputRows() * n > LARGE * cells.line()) {
            n /= 2;
        }
        return n;
    }

    /** The most lanes up to {@code lanes} with which an array can hold a block. */
    private int fitting(int lanes, int copies) {
        long room = Integer.MAX_VALUE - 2L * Cells.SLACK;
        if ((long) copies * program.rows() > room) {
            throw new DmmException(
                    "backend cpu: the program has " + program.rows() + " rows, expected at most " + room);
        }
        int n = lanes;
        while ((long) copies * program.rows() * n > room) {
            n /= 2;
        }
        return n;
    }

    /** The input rows that some stage after the first adds to: the first must clear them. */
    private static BitSet inputsOf(List<Stage> stages) {
        BitSet rows = new BitSet();
        for (Stage s : stages.subList(1, stages.size())) {
            Runs r = s.runs();
            for (int k = 0; k < r.count(); k++) {
                rows.set(r.xRow()[k], r.xRow()[k] + r.length()[k]);
            }
        }
        return rows;
    }

    /** The links whose weights are rows of the state; null if the program does not hold its own matrix. */
    LaneWeights laneWeights() {
        return laneWeights;
    }

    /** The ops of each stage, but for what is carried. */
    List<FlatOps> ops() {
        List<FlatOps> ops = new ArrayList<>();
        for (int i = 0; i < up.length; i++) {
            ops.add(i == 0 ? carried.first.ops() : program.stages().get(i).ops());
        }
        return ops;
    }

    /** Takes the row runs and guards of a program that does not differ otherwise; weights are to be set again. */
    void rewire(FlatProgram changed) {
        if (carries) {
            carried = Carried.of(changed);
            first(changed);
            up[0] = UpPlan.of(carried.first.ops());
        } else {
            carried = Carried.nothing(changed);
        }
        laneWeights = LaneWeights.of(changed, carried, threads, widest, cells.line());
    }

    /** What is multiplied where it is. */
    Carried carried() {
        return carried;
    }

    /** Brings the weights up to date. */
    void setParameters(double[] parameters) {
        for (Links<A> l : links) {
            l.setParameters(cells, parameters);
        }
    }
}
