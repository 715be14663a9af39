package io.dmm4j.train.synth;

import io.dmm4j.net.Network;

/**
 * A machine that was found.
 *
 * @param network the machine
 * @param loss its loss on all texts, without penalties
 * @param links its trainable links
 * @param round the round that found it, from 1
 */
public record Synthesis(Network network, double loss, int links, int round) {}
