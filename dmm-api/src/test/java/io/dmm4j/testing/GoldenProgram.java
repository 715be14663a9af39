package io.dmm4j.testing;

import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.FlatProgramJson;
import io.dmm4j.json.JsonInput;
import io.dmm4j.spi.Events;
import io.dmm4j.value.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * A flat program with what it must give. In its file, beside {@code about}, {@code units}, the {@code program} ({@link
 * FlatProgramJson}) and a list {@code runs}, each with {@code lanes}, {@code cycles}, {@code parameters} (the program's
 * own if absent), {@code events} as [cycle from 0, row, lane, value], and {@code probed}: per cycle the rows of all
 * probes × lanes.
 *
 * @param about what it does, and how the expected numbers were computed without running it
 * @param units how far a number x may be off, in units of the precision's roundoff times max(1, |x|)
 * @param program the program
 * @param runs what to do with it
 */
public record GoldenProgram(String about, double units, FlatProgram program, List<Run> runs) {

    /**
     * A run from before cycle 1.
     *
     * @param lanes lanes
     * @param parameters the parameter vector
     * @param events what external inputs emit
     * @param probed per cycle the expected rows of all probes × lanes
     */
    public record Run(int lanes, double[] parameters, List<Event> events, double[][] probed) {
        /** How many cycles. */
        public int cycles() {
            return probed.length;
        }

        /** The events of cycles {@code first} to {@code last}, counted from {@code first}. */
        public Events window(int first, int last) {
            Events e = new Events();
            for (Event x : events) {
                if (x.cycle >= first && x.cycle <= last) {
                    e.add(x.cycle - first, x.row, x.lane, x.value);
                }
            }
            return e;
        }
    }

    /**
     * A number that an external input emits.
     *
     * @param cycle from 0
     * @param row a row of an external input
     * @param lane from 0
     * @param value the number
     */
    public record Event(int cycle, int row, int lane, double value) {}

    static GoldenProgram read(JsonInput in) {
        String about = "";
        double units = 0;
        FlatProgram program = null;
        List<Run> runs = new ArrayList<>();
        in.beginObject();
        for (String f = in.nextField(); f != null; f = in.nextField()) {
            switch (f) {
                case "about" -> about = in.readString();
                case "units" -> units = in.readDouble();
                case "program" -> program = FlatProgramJson.read(in);
                case "runs" -> runs(in, program, runs);
                default -> throw in.fail(Names.unknown("field", f, List.of("about", "units", "program", "runs")));
            }
        }
        in.endObject();
        in.endInput();
        return new GoldenProgram(about, units, program, runs);
    }

    private static void runs(JsonInput in, FlatProgram program, List<Run> runs) {
        in.beginArray();
        while (in.hasNext()) {
            runs.add(run(in, program));
        }
        in.endArray();
    }

    private static Run run(JsonInput in, FlatProgram program) {
        int lanes = 1;
        int cycles = 0;
        double[] parameters = program.parameters();
        List<Event> events = new ArrayList<>();
        List<double[]> probed = new ArrayList<>();
        in.beginObject();
        for (String f = in.nextField(); f != null; f = in.nextField()) {
            switch (f) {
                case "lanes" -> lanes = in.readInt();
                case "cycles" -> cycles = in.readInt();
                case "parameters" -> parameters = numbers(in);
                case "events" -> {
                    in.beginArray();
                    while (in.hasNext()) {
                        double[] e = numbers(in);
                        events.add(new Event((int) e[0], (int) e[1], (int) e[2], e[3]));
                    }
                    in.endArray();
                }
                case "probed" -> {
                    in.beginArray();
                    while (in.hasNext()) {
                        probed.add(numbers(in));
                    }
                    in.endArray();
                }
                default -> throw in.fail("unknown field '" + f + "'");
            }
        }
        in.endObject();
        if (probed.size() != cycles) {
            throw in.fail("expected " + cycles + " cycles of probed rows, found " + probed.size());
        }
        return new Run(lanes, parameters, events, probed.toArray(double[][]::new));
    }

    private static double[] numbers(JsonInput in) {
        List<Double> x = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            x.add(in.readDouble());
        }
        in.endArray();
        return x.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
