package io.dmm4j.dl4j.sparse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;

/**
 * Which weights of a matrix [sources × targets] exist, by target, each target's sources ascending. A link's <em>place</em> is
 * source + target · sources, its index in the dense matrix in Fortran order; links are in the order of their places.
 *
 * <p>As text: for each target the number of its sources, then the first source and the gaps to the next ones less 1; all as
 * numbers of 7 bits per byte, low bits first, the high bit set on all but the last byte; deflated; in Base64.
 */
public final class Connections {
    private final int sources;
    private final int targets;
    private final int[] place;

    private Connections(int sources, int targets, int[] place) {
        this.sources = sources;
        this.targets = targets;
        this.place = place;
    }

    // ---- making --------------------------------------------------------------------------------------------

    /** All of them. */
    public static Connections full(int sources, int targets) {
        int[] all = new int[cells(sources, targets)];
        Arrays.setAll(all, i -> i);
        return new Connections(sources, targets, all);
    }

    /**
     * Every target has as many sources, max(1, round(density · sources)), drawn without replacement: so no input is without
     * links and all cost the same.
     *
     * @param density 0 to 1
     * @param seed of {@link SplittableRandom}
     */
    public static Connections random(int sources, int targets, double density, long seed) {
        int each = Math.max(1, Math.min(sources, (int) Math.round(density * sources)));
        int[] place = new int[Math.toIntExact((long) each * targets)];
        cells(sources, targets);
        SplittableRandom random = new SplittableRandom(seed);
        int[] urn = new int[sources];
        for (int t = 0; t < targets; t++) {
            Arrays.setAll(urn, i -> i);
            for (int k = 0; k < each; k++) {
                int at = k + random.nextInt(sources - k);
                place[t * each + k] = t * sources + urn[at];
                urn[at] = urn[k];
            }
            Arrays.sort(place, t * each, (t + 1) * each);
        }
        return new Connections(sources, targets, place);
    }

    /**
     * Links of given places.
     *
     * @param place in any order, each once
     */
    public static Connections of(int sources, int targets, int[] place) {
        int[] sorted = place.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            boolean fits = sorted[i] >= 0 && sorted[i] < cells(sources, targets);
            if (!fits || i > 0 && sorted[i] == sorted[i - 1]) {
                throw new DL4JInvalidConfigException("link " + sorted[i] + " of a matrix of " + sources + " × "
                        + targets + ": expected places below " + (long) sources * targets + ", each once");
            }
        }
        return new Connections(sources, targets, sorted);
    }

    /**
     * The largest weights of a matrix by magnitude; of equal ones the first.
     *
     * @param dense [sources × targets] in Fortran order
     * @param density share that stays, 0 to 1
     */
    public static Connections largest(int sources, int targets, double[] dense, double density) {
        int keep = (int) Math.round(density * dense.length);
        return of(sources, targets, Magnitudes.largest(dense, keep));
    }

    private static int cells(int sources, int targets) {
        long cells = (long) sources * targets;
        if (cells > Integer.MAX_VALUE) {
            throw new DL4JInvalidConfigException(
                    "a matrix of " + sources + " × " + targets + " weights: expected fewer than 2^31");
        }
        return (int) cells;
    }

    // ---- parts ---------------------------------------------------------------------------------------------

    /** Rows of the matrix. */
    public int sources() {
        return sources;
    }

    /** Columns of the matrix. */
    public int targets() {
        return targets;
    }

    /** How many links there are. */
    public int count() {
        return place.length;
    }

    /** The place of a link. */
    public int place(int link) {
        return place[link];
    }

    /** The source of a link. */
    public int source(int link) {
        return place[link] % sources;
    }

    /** The target of a link. */
    public int target(int link) {
        return place[link] / sources;
    }

    /** The places of all links, ascending; a copy. */
    public int[] places() {
        return place.clone();
    }

    /** The index of the link of a place; −1 if there is none. */
    public int linkAt(int at) {
        return Math.max(-1, Arrays.binarySearch(place, at));
    }

    /** The places where there is no link, ascending. */
    public int[] absent() {
        BitSet there = new BitSet(sources * targets);
        for (int p : place) {
            there.set(p);
        }
        there.flip(0, sources * targets);
        return there.stream().toArray();
    }

    // ---- as text -------------------------------------------------------------------------------------------

    /** As text. */
    public String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            for (int t = 0, i = 0; t < targets; t++) {
                int end = i;
                while (end < place.length && place[end] / sources == t) {
                    end++;
                }
                write(out, end - i);
                for (int before = -1; i < end; i++) {
                    write(out, place[i] % sources - before - 1);
                    before = place[i] % sources;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void write(DeflaterOutputStream out, int number) throws IOException {
        int left = number;
        for (; left > 0x7f; left >>>= 7) {
            out.write(left | 0x80);
        }
        out.write(left);
    }

    /**
     * From text.
     *
     * @throws DL4JInvalidConfigException if the text is not that of a matrix of this size
     */
    public static Connections decode(String text, int sources, int targets) {
        try (InputStream in = new InflaterInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            int[] place = new int[16];
            int n = 0;
            for (int t = 0; t < targets; t++) {
                int count = read(in);
                if (count > sources) {
                    throw new IOException("a target with " + count + " sources of " + sources);
                }
                place = n + count > place.length ? Arrays.copyOf(place, Math.max(2 * place.length, n + count)) : place;
                for (int k = 0, source = -1; k < count; k++) {
                    source += 1 + read(in);
                    if (source >= sources) {
                        throw new IOException("source " + source + " of " + sources);
                    }
                    place[n++] = t * sources + source;
                }
            }
            if (in.read() >= 0) {
                throw new IOException("more targets than " + targets);
            }
            return new Connections(sources, targets, Arrays.copyOf(place, n));
        } catch (IOException | IllegalArgumentException e) {
            throw new DL4JInvalidConfigException(
                    "links of a layer: the text is not that of a matrix of " + sources + " × " + targets + " ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    private static int read(InputStream in) throws IOException {
        int number = 0;
        for (int shift = 0; shift < 32; shift += 7) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("it ends early");
            }
            number |= (b & 0x7f) << shift;
            if (b < 0x80) {
                return number;
            }
        }
        throw new IOException("a number of more than 5 bytes");
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Connections c
                && sources == c.sources
                && targets == c.targets
                && Arrays.equals(place, c.place);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(place);
    }

    @Override
    public String toString() {
        return place.length + " links of " + sources + " × " + targets;
    }
}
