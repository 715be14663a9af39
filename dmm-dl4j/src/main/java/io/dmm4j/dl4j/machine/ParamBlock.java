package io.dmm4j.dl4j.machine;

/**
 * Parameters of a layer that DL4J knows by one name, in the order of the flat program.
 *
 * @param key the name: {@code W}, {@code RW}, {@code b} …
 * @param count how many, ≥ 0
 * @param weight whether DL4J counts them as weights; else as biases
 * @param recurrent whether the weight initialisation of recurrent weights is theirs
 * @param fanIn links that arrive at a unit, for the weight initialisation
 * @param fanOut links that leave a source
 * @param start their values before training; null where the weight initialisation draws them
 */
public record ParamBlock(
        String key, int count, boolean weight, boolean recurrent, double fanIn, double fanOut, double[] start) {}
