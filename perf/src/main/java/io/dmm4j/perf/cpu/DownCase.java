package io.dmm4j.perf.cpu;

import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A down movement and nothing else: 20,000 rows in ports of some leaves, 50 links from ports drawn at
 * random (seed 1) into each.
 *
 * @param size leaves of a port; where ragged, the mean
 * @param ragged whether ports have 1 to 2·size − 1 leaves and links carry what both ends have
 * @param lanes machines side by side
 */
record DownCase(int size, boolean ragged, int lanes) {
    static final int ROWS = 20_000;
    static final int LINKS = 50;

    /** The cases of the table: lanes by tree sizes, rigid and ragged. */
    static List<DownCase> all(int[] lanes) {
        return Arrays.stream(lanes)
                .boxed()
                .flatMap(l -> List.of(
                        new DownCase(1, false, l),
                        new DownCase(8, false, l),
                        new DownCase(32, false, l),
                        new DownCase(8, true, l),
                        new DownCase(32, true, l))
                        .stream())
                .toList();
    }

    String kind() {
        return size == 1 ? "scalar" : ragged ? "ragged" : "rigid";
    }

    /** The program: one run per link, one weight per link, probes on a few inputs. */
    FlatProgram program() {
        Random random = new Random(1);
        int[] length = lengths(random);
        int ports = length.length;
        int[] start = new int[ports + 1];
        for (int p = 0; p < ports; p++) {
            start[p + 1] = start[p] + length[p];
        }
        int n = ports * LINKS;
        int[][] runs = new int[4][n];
        for (int to = 0, k = 0; to < ports; to++) {
            int[] from = random.ints(LINKS, 0, ports).sorted().toArray();
            for (int f : from) {
                runs[0][k] = start[to];
                runs[1][k] = start[f];
                runs[2][k] = Math.min(length[to], length[f]);
                runs[3][k] = k++;
            }
        }
        Stage stage = new Stage(new Runs(runs[0], runs[1], runs[2], runs[3]), FlatOps.NONE);
        return FlatProgram.builder()
                .rows(start[ports], start[ports], 0)
                .stages(List.of(stage))
                .parameters(n, random.doubles(n, -0.5, 0.5).toArray(), new boolean[n])
                .probes(new Ranges(new int[] {start[ports]}, new int[] {1}))
                .build();
    }

    private int[] lengths(Random random) {
        int[] length = new int[ROWS / size];
        for (int p = 0; p < length.length; p++) {
            length[p] = ragged ? 1 + random.nextInt(2 * size - 1) : size;
        }
        return length;
    }

    /** Floating-point operations of one cycle. */
    double flops(FlatProgram p) {
        return 2.0 * p.multiplyAdds() * lanes;
    }
}
