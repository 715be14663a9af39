package io.dmm4j.dl4j.sparse;

import java.io.Serializable;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Which links a sparse layer has, in its JSON: drawn from a density and a seed while nothing else is said, else as
 * {@link Connections} write them. Not changed once it is in a layer.
 */
public final class Sparsity implements Serializable {
    private static final long serialVersionUID = 1L;

    private double density;
    private long seed;
    private String links;
    private String recurrentLinks;

    private Sparsity() {}

    /**
     * Links drawn at random, as many for every target.
     *
     * @param density share of the links of a dense layer, above 0 and at most 1
     */
    public static Sparsity random(double density, long seed) {
        if (!(density > 0 && density <= 1)) {
            throw new DL4JInvalidConfigException("density: found " + density + ", expected above 0 and at most 1");
        }
        Sparsity s = new Sparsity();
        s.density = density;
        s.seed = seed;
        return s;
    }

    /** These links. */
    public static Sparsity of(Connections inputs, Connections recurrents) {
        Sparsity s = new Sparsity();
        long cells = (long) inputs.sources() * inputs.targets() + (long) recurrents.sources() * recurrents.targets();
        s.density = (inputs.count() + recurrents.count()) / (double) Math.max(1, cells);
        s.links = inputs.encode();
        s.recurrentLinks = recurrents.encode();
        return s;
    }

    Connections inputs(int sources, int targets) {
        return connections(links, sources, targets, seed);
    }

    Connections recurrents(int sources, int targets) {
        return connections(recurrentLinks, sources, targets, ~seed);
    }

    private Connections connections(String text, int sources, int targets, long own) {
        if (text != null) {
            return Connections.decode(text, sources, targets);
        }
        return density == 1
                ? Connections.full(sources, targets)
                : Connections.random(sources, targets, density, own);
    }

    /** The share of a dense layer's links. */
    public double getDensity() {
        return density;
    }

    /** The seed of drawn links. */
    public long getSeed() {
        return seed;
    }

    /** The links from features as text; null if they are drawn. */
    public String getLinks() {
        return links;
    }

    /** The links from units as text; null if they are drawn. */
    public String getRecurrentLinks() {
        return recurrentLinks;
    }

    /** For JSON. */
    void setDensity(double d) {
        density = d;
    }

    /** For JSON. */
    void setSeed(long s) {
        seed = s;
    }

    /** For JSON. */
    void setLinks(String text) {
        links = text;
    }

    /** For JSON. */
    void setRecurrentLinks(String text) {
        recurrentLinks = text;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Sparsity s
                && density == s.density
                && seed == s.seed
                && Objects.equals(links, s.links)
                && Objects.equals(recurrentLinks, s.recurrentLinks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(density, seed, links, recurrentLinks);
    }
}
