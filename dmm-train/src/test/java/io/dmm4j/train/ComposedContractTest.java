package io.dmm4j.train;

/** The contract of training on a backend that differentiates, with the steps composed on the host. */
class ComposedContractTest extends TrainingContract {
    @Override
    protected String backend() {
        return "cpu";
    }
}
