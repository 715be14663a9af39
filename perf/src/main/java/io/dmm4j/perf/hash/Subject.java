package io.dmm4j.perf.hash;

/**
 * A map from paths to indices under test. Each subject has loops of its own, so that the compiler sees one receiver in
 * each.
 */
interface Subject {
    String name();

    /** Makes the map, path i to i. */
    void build(Workload work);

    /** All questions, one after another, free to overlap in the processor; the sum of the indices. */
    long independent(Workload work);

    /** All questions, each asked with a number made from the answer before it, so that none can begin early. */
    long dependent(Workload work);

    /** The bytes held beyond the paths themselves, 8 each. */
    long bytes();

    static Subject named(String name) {
        return switch (name) {
            case "dmm4j" -> new PathTableSubject();
            case "HashMap" -> new HashMapSubject();
            case "GOV3" -> new Gov3Subject();
            default -> throw new IllegalArgumentException("unknown subject " + name);
        };
    }
}
