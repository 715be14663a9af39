package io.dmm4j.cuda;

import io.dmm4j.cuda.device.Memory;
import io.dmm4j.cuda.device.Scope;
import io.dmm4j.cuda.device.Span;
import io.dmm4j.flat.UpdateProgram;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/** An update program on the device; its rows hold parameters, slots and what the latest step came to. */
final class UpdateWork implements AutoCloseable {
    final UpdateProgram update;
    private final Workshop shop;
    private final StepProgram program;
    private final Memory index;
    private final PinnedRing scalars;
    private final Replays replays;
    private final Scope scope;

    /** A new update in a scope of its own, which is handed on when it stands. */
    static UpdateWork make(Workshop whole, UpdateProgram update, CudaOptions options) {
        try (Scope scope = new Scope("an update")) {
            UpdateWork made = new UpdateWork(new Workshop(whole, scope), update, options);
            whole.queue().synchronise();
            scope.keep();
            return made;
        }
    }

    private UpdateWork(Workshop shop, UpdateProgram update, CudaOptions options) {
        this.shop = shop;
        this.update = update;
        scope = shop.scope();
        program = new StepProgram(shop, update.program(), 1, options, "an update");
        index = shop.ints(update.index(), "numbers of an update");
        scalars = new PinnedRing(shop, (long) update.scalars().size() * Double.BYTES, 2, "scalars of an update");
        replays = new Replays(shop, options.graphs(), "an update");
    }

    /** Rows of the program. */
    Span rows(int first, int count) {
        return program.rows(first, count);
    }

    /** Queues the parameters: what all numbers hold. */
    void numbers(Memory all) {
        Steps.gather(
                shop,
                all,
                index,
                update.index().length,
                rows(update.parameters(), update.index().length).address());
    }

    /** Queues the gradient, of all numbers. */
    void gradient(Memory all) {
        Steps.gather(
                shop,
                all,
                index,
                update.trained(),
                rows(update.gradient(), update.trained()).address());
    }

    /** Queues a step and the new numbers; where it was not adopted they are the old ones. */
    void step(double[] given, Memory loss, Memory all) {
        int n = update.scalars().size();
        if (n > 0) {
            DoubleBuffer b = scalars.next().asDoubleBuffer();
            b.put(Arrays.copyOf(given, n));
            scalars.send(shop.queue(), rows(update.scalarRows(), n));
        }
        replays.run(1, () -> {
            shop.copy(loss.all(), rows(update.loss(), 1));
            program.run();
            if (update.trained() > 0) {
                Steps.scatter(
                        shop,
                        rows(update.parameters(), update.trained()).address(),
                        index,
                        update.trained(),
                        all.address());
            }
        });
    }

    @Override
    public void close() {
        scope.close();
    }
}
