package io.dmm4j.train.synth;

import io.dmm4j.net.Network;
import io.dmm4j.train.StepReport;
import io.dmm4j.train.prune.Cut;
import java.util.List;

/**
 * A machine that was found, and how.
 *
 * @param start the network before the first step
 * @param network the machine
 * @param loss its loss on all texts, without penalties
 * @param links its trainable links
 * @param rounds how often links were regrown and cut again, and 1
 * @param history every step
 * @param cuts every attempt to do without links
 */
public record Synthesis(
        Network start, Network network, double loss, int links, int rounds, List<StepReport> history, List<Cut> cuts) {}
