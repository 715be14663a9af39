package io.dmm4j.cli;

import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code dmm}: its commands, its exit codes, and how errors are worded. */
@Command(
        name = "dmm",
        mixinStandardHelpOptions = true,
        versionProvider = Dmm.Version.class,
        description = "Runs, watches, checks, compares, flattens, draws and trains dataflow matrix machines.",
        footer = {
            "",
            "NET is a network file, a program saved by 'dmm flatten --save', or one of:",
            "  example:duplicate-detector/handcrafted    example:duplicate-detector/trainable",
            "  example:duplicate-detector/compare-free   example:duplicate-detector/recurrent",
            "  example:word-count                        example:wave/three-updates",
            "  example:wave/five-columns                 example:self/oscillation",
            "  example:self/extinction                   example:journal/reader",
            "  example:journal/duplicates                example:journal/list",
            "  example:grow/detectors                    example:grow/any-kind",
            "  example:typed/largest-count               example:rigid/matrices",
            "  example:afterlife/sleep-and-wake          example:afterlife/bistable",
            "  example:automaton/pseudoconway",
            "",
            "Exit codes: 0 done; 2 wrong input, said in one sentence on standard error; 1 a defect of dmm, or a gradient",
            "that 'dmm gradcheck' found wrong; 3 'dmm live --replay' came to other bits than were recorded."
        })
public final class Dmm implements Runnable {
    /** Everything was done. */
    public static final int DONE = 0;

    /** A defect of dmm. */
    public static final int DEFECT = 1;

    /** The input was wrong; nothing was done, or no more than was said before. */
    public static final int WRONG = 2;

    /** A replay came to other bits than were recorded. */
    public static final int DIFFERENT = 3;

    /** The reader of standard output went away, as a shell says it. */
    private static final int BROKEN_PIPE = 141;

    private static final List<String> COMMANDS = List.of(
            "run",
            "live",
            "check",
            "compare",
            "flatten",
            "show",
            "train",
            "eval",
            "gradcheck",
            "plan",
            "synth",
            "doctor");

    @Spec
    private CommandSpec spec;

    /** Prints the version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dmm " + version()};
        }
    }

    static String version() {
        String v = Dmm.class.getPackage().getImplementationVersion();
        return v == null ? "(not from a jar)" : v;
    }

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Stderr.restore();
        Stdout bytes = new Stdout();
        PrintWriter out = new PrintWriter(new java.io.OutputStreamWriter(bytes, StandardCharsets.UTF_8));
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = execute(out, err, args);
        out.flush();
        if (bytes.isBroken()) {
            code = BROKEN_PIPE;
        } else if (bytes.failure() != null && code == DONE) {
            err.println("dmm: standard output: " + bytes.failure());
            code = WRONG;
        }
        Runtime.getRuntime().halt(code);
    }

    /** Only the command that runs is loaded, since each takes time to start; all where they are listed. */
    private static List<String> needed(String[] args) {
        boolean one = args.length > 0 && COMMANDS.contains(args[0]);
        boolean none = args.length == 1 && List.of("--version", "-V").contains(args[0]);
        return none ? List.of() : one ? List.of(args[0]) : COMMANDS;
    }

    private static Object command(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "check" -> new CheckCommand();
            case "compare" -> new CompareCommand();
            case "flatten" -> new FlattenCommand();
            case "show" -> new ShowCommand();
            case "train" -> new TrainCommand();
            case "eval" -> new EvalCommand();
            case "gradcheck" -> new GradcheckCommand();
            case "live" -> new LiveCommand();
            case "plan" -> new PlanCommand();
            case "synth" -> new SynthCommand();
            case "doctor" -> new DoctorCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** All commands. */
    static CommandLine line() {
        return line(COMMANDS);
    }

    private static CommandLine line(List<String> names) {
        CommandLine line = new CommandLine(new Dmm());
        names.forEach(name -> line.addSubcommand(name, command(name)));
        return line;
    }

    /** Runs one command; gives its exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = line(needed(args));
        line.setExpandAtFiles(false);
        line.registerConverter(Integer.class, text -> (int) number(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        line.registerConverter(int.class, text -> (int) number(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        line.registerConverter(Long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE));
        line.registerConverter(long.class, text -> number(text, Long.MIN_VALUE, Long.MAX_VALUE));
        line.setOut(out);
        line.setErr(err);
        line.setParameterExceptionHandler((e, given) -> say(err, words(e)));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
        int code = execute(line, err, args);
        out.flush();
        err.flush();
        return code;
    }

    private static int execute(CommandLine line, PrintWriter err, String... args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return say(err, outOfMemory(args));
        }
    }

    static String outOfMemory(String... args) {
        return "out of memory: the " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MiB that the JVM may use are too few for"
                + " this dmm " + args[0]
                + " (DMM_JAVA_OPTS=-Xmx8g gives more; fewer cycles, sequences, lanes or a smaller"
                + " window need less)";
    }

    private static long number(String text, long least, long most) {
        try {
            long n = Long.parseLong(text);
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // one message for all of these
        }
        throw new CommandLine.TypeConversionException("expected a whole number, found '" + text + "'");
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected a command: " + String.join(", ", commands(spec)) + " (see dmm --help)");
    }

    private static List<String> commands(CommandSpec spec) {
        return List.copyOf(spec.subcommands().keySet());
    }

    private static int failed(Exception e, PrintWriter err) {
        debug(e, err);
        if (e instanceof DmmException) {
            return say(err, e.getMessage());
        } else if (e instanceof Stdout.Closed) {
            return DONE; // main knows more
        }
        err.println("dmm: a defect of dmm, please report it (DMM_JAVA_OPTS=-Ddmm.debug=true shows where): " + e);
        return DEFECT;
    }

    private static void debug(Exception e, PrintWriter err) {
        if (Boolean.getBoolean("dmm.debug")) {
            e.printStackTrace(err);
        }
    }

    private static int say(PrintWriter err, String sentence) {
        err.println("dmm: " + sentence);
        return WRONG;
    }

    private static String words(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        if (e.getCause() instanceof DmmException wrong) {
            return wrong.getMessage();
        } else if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched.getUnmatched().get(0), spec);
        }
        String text = e.getMessage().replaceAll("\\s+", " ");
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String unmatched(String argument, CommandSpec spec) {
        if (argument.startsWith("-")) {
            return Names.unknown("option", argument, spec.optionsMap().keySet()) + " of " + spec.qualifiedName();
        } else if (spec.parent() == null) {
            return Names.unknown("command", argument, commands(spec));
        }
        return spec.qualifiedName() + ": one argument too many: '" + argument + "'";
    }
}
