package io.dmm4j.cli;

/** Small networks as JSON. */
final class Nets {
    /** An accumulator that is fed through one trainable link. */
    static final String AVERAGE =
            "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"in\",\"external\":{\"v\":{\"paths\":[\"/a\"]}}},"
                    + "{\"name\":\"x\",\"type\":\"lite/accum\"}],\"matrix\":{\"rank\":4,"
                    + "\"trainable\":{\"x\":{\"dict-2\":{\"in\":{\"v\":1}}}},"
                    + "\"fixed\":{\"x\":{\"dict-1\":{\"x\":{\"dict\":1}}}}},\"probes\":[\"out:x.dict\"]}";

    /** A constant that an accumulator-like neuron shows, times a trainable weight of 1. */
    static final String CONSTANT =
            "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"c\",\"type\":\"lite/const\",\"idleInputs\":[\"dict\"]},"
                    + "{\"name\":\"x\",\"type\":\"lite/identity\"}],\"matrix\":{\"rank\":4,"
                    + "\"trainable\":{\"x\":{\"dict\":{\"c\":{\"dict\":1}}}}},\"probes\":[\"out:x.dict\"]}";

    private Nets() {}
}
