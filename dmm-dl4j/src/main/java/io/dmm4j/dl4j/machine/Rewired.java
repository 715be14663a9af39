package io.dmm4j.dl4j.machine;

import org.deeplearning4j.nn.conf.layers.BaseLayer;

/**
 * A layer's configuration with other links, and where its parameters come from.
 *
 * @param conf the new configuration
 * @param from for each new parameter its index among the old ones of the layer; −1 for one that starts at 0
 */
public record Rewired(BaseLayer conf, int[] from) {}
