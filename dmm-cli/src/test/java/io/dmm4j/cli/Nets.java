package io.dmm4j.cli;

/** Small networks as JSON. */
final class Nets {
    /** An accumulator that is fed through one trainable link. */
    static final String AVERAGE =
            "{\"format\":\"dmm4j-network/1\",\"neurons\":[{\"name\":\"in\",\"external\":{\"v\":{\"paths\":[\"/a\"]}}},"
                    + "{\"name\":\"x\",\"type\":\"lite/accum\"}],\"matrix\":{\"rank\":4,"
                    + "\"trainable\":{\"x\":{\"dict-2\":{\"in\":{\"v\":1}}}},"
                    + "\"fixed\":{\"x\":{\"dict-1\":{\"x\":{\"dict\":1}}}}},\"probes\":[\"out:x.dict\"]}";

    private Nets() {}
}
