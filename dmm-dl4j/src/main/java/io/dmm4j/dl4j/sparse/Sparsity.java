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
    private boolean byPerimeter;
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

    /**
     * As {@link #random}, but with more of the links in small matrices: the density of each goes with (sources + targets) / (sources ·
     * targets), as in sparse evolutionary training (there called Erdős–Rényi), all together as many as the density says.
     */
    public static Sparsity erdosRenyi(double density, long seed) {
        Sparsity s = random(density, seed);
        s.byPerimeter = true;
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

    /** The links from features; the other matrix is that from units. */
    Connections inputs(int sources, int targets, int otherSources, int otherTargets) {
        return links != null
                ? Connections.decode(links, sources, targets)
                : drawn(sources, targets, otherSources, otherTargets, seed);
    }

    /** The links from units; the other matrix is that from features. */
    Connections recurrents(int sources, int targets, int otherSources, int otherTargets) {
        return recurrentLinks != null
                ? Connections.decode(recurrentLinks, sources, targets)
                : drawn(sources, targets, otherSources, otherTargets, ~seed);
    }

    private Connections drawn(int sources, int targets, int otherSources, int otherTargets, long own) {
        double d = byPerimeter ? share(sources, targets, otherSources, otherTargets) : density;
        return d >= 1 ? Connections.full(sources, targets) : Connections.random(sources, targets, d, own);
    }

    /** Where one matrix is full the other gets what is left. */
    private double share(double sources, double targets, double otherSources, double otherTargets) {
        double cells = sources * targets;
        double otherCells = otherSources * otherTargets;
        double all = density * (cells + otherCells);
        double perimeter = sources + targets;
        double otherPerimeter = otherCells == 0 ? 0 : otherSources + otherTargets;
        double mine = all * perimeter / (perimeter + otherPerimeter);
        double others = all - mine;
        return Math.min(1, Math.max(mine, others > otherCells ? all - otherCells : 0) / cells);
    }

    /** The share of a dense layer's links. */
    public double getDensity() {
        return density;
    }

    /** The seed of drawn links. */
    public long getSeed() {
        return seed;
    }

    /** Whether small matrices get more of the links that are drawn. */
    public boolean isByPerimeter() {
        return byPerimeter;
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
    void setByPerimeter(boolean b) {
        byPerimeter = b;
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
                && byPerimeter == s.byPerimeter
                && Objects.equals(links, s.links)
                && Objects.equals(recurrentLinks, s.recurrentLinks);
    }

    @Override
    public int hashCode() {
        return Objects.hash(density, seed, byPerimeter, links, recurrentLinks);
    }
}
