package io.dmm4j.cpu;

import io.dmm4j.spi.Events;
import java.util.List;

/**
 * Lane blocks and the threads that run them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
abstract class Team<A> implements AutoCloseable {
    /** All blocks, in the order of their lanes. */
    final List<LaneBlock<A>> blocks;

    private final A[] scratch;
    private final Crew crew;
    private Kernels<A> kernels;
    private Events events;
    private int cycles;
    private BlockTask<A> task;

    @SuppressWarnings("unchecked")
    Team(List<LaneBlock<A>> blocks, int threads, Cells<A> cells) {
        this.blocks = blocks;
        crew = new Crew(threads, this::part);
        scratch = (A[]) new Object[threads];
        for (int i = 0; i < threads; i++) {
            scratch[i] = cells.array(Cells.SLACK);
        }
    }

    /**
     * Runs a window.
     *
     * @param alone whether the caller should do it all because others would not be worth waking
     */
    final void run(Kernels<A> with, int nCycles, Events fed, boolean alone) {
        kernels = with;
        cycles = nCycles;
        events = fed;
        if (alone || crew.size() == 1) {
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).run(with, nCycles, fed, scratch[0]);
            }
        } else {
            crew.run();
        }
    }

    /** What is done with each block, once, by the member whose it is. */
    interface BlockTask<A> {
        void run(LaneBlock<A> block, A ownScratch);
    }

    /**
     * Has every member do something with each of its own blocks.
     *
     * @param alone whether the caller should do it all because others would not be worth waking
     */
    final void each(BlockTask<A> t, boolean alone) {
        task = t;
        try {
            if (alone || crew.size() == 1) {
                for (LaneBlock<A> b : blocks) {
                    t.run(b, scratch[0]);
                }
            } else {
                crew.run();
            }
        } finally {
            task = null;
        }
    }

    private void part(int part) {
        if (task != null) {
            each(task, part, scratch[part]);
            return;
        }
        part(kernels, cycles, events, scratch[part], part, crew);
    }

    /** Does one member's part of a window. */
    abstract void part(Kernels<A> with, int nCycles, Events fed, A ownScratch, int part, Crew members);

    /** Does a task with the blocks of one member. */
    abstract void each(BlockTask<A> t, int part, A ownScratch);

    @Override
    public final void close() {
        crew.close();
    }

    /** Every thread has lanes of its own: windows without a meeting. */
    static final class OwnLanes<A> extends Team<A> {
        /** The first block of each member; length threads + 1. */
        private final int[] first;

        @Override
        void each(BlockTask<A> t, int part, A ownScratch) {
            for (int i = first[part]; i < first[part + 1]; i++) {
                t.run(blocks.get(i), ownScratch);
            }
        }

        OwnLanes(List<LaneBlock<A>> blocks, int[] first, Cells<A> cells) {
            super(blocks, first.length - 1, cells);
            this.first = first;
        }

        @Override
        void part(Kernels<A> with, int nCycles, Events fed, A ownScratch, int part, Crew members) {
            for (int i = first[part]; i < first[part + 1]; i++) {
                blocks.get(i).run(with, nCycles, fed, ownScratch);
            }
        }
    }

    /** All threads share the rows of each block and meet between movements. */
    static final class SharedRows<A> extends Team<A> {
        /** Per block and stage, the bounds of the pieces. */
        private final int[][][] shares;

        @Override
        void each(BlockTask<A> t, int part, A ownScratch) {
            for (int i = part == 0 ? 0 : blocks.size(); i < blocks.size(); i++) {
                t.run(blocks.get(i), ownScratch);
            }
        }

        SharedRows(List<LaneBlock<A>> blocks, int threads, Cells<A> cells) {
            super(blocks, threads, cells);
            shares = new int[blocks.size()][][];
            for (int i = 0; i < shares.length; i++) {
                shares[i] = blocks.get(i).shares(threads);
            }
        }

        @Override
        void part(Kernels<A> with, int nCycles, Events fed, A ownScratch, int part, Crew members) {
            for (int i = 0; i < shares.length; i++) {
                blocks.get(i).run(with, nCycles, fed, ownScratch, shares[i], part, members);
            }
        }
    }
}
