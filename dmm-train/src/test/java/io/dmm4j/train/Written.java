package io.dmm4j.train;

import io.dmm4j.train.update.Rate;
import io.dmm4j.train.update.StepTerm;
import io.dmm4j.train.update.Updater;
import java.util.List;
import java.util.function.Consumer;

/** An updater that writes what a test says, and takes nothing from the host. */
public record Written(List<String> slots, Consumer<StepTerm> says) implements Updater {
    @Override
    public String name() {
        return "written";
    }

    @Override
    public Rate rate() {
        return Rate.constant(1);
    }

    @Override
    public List<String> scalars() {
        return List.of();
    }

    @Override
    public double[] scalars(double rate, long step) {
        return new double[0];
    }

    @Override
    public void lower(StepTerm step) {
        says.accept(step);
    }
}
