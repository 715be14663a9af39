package io.dmm4j.cli;

import static io.dmm4j.cli.Cli.HANDCRAFTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.dmm4j.checkpoint.CheckpointFolder;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.NetworkJson;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.report.History;
import io.dmm4j.train.Initialiser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    /** More for a longer search: {@code -Ddmm.kills=50}. */
    private static final int KILLS = Integer.getInteger("dmm.kills", 4);

    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String[] training(String out, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "train", HANDCRAFTED, "--teacher", HANDCRAFTED, "--perturb", "0.5", "--threads", "1", "--out", out));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String done(String... args) {
        Cli c = Cli.run(args);
        assertEquals(0, c.code(), c.err());
        assertTrue(c.err().lines().allMatch(l -> l.startsWith("step ")), c.err());
        return c.out().strip();
    }

    private static double loss(String line) {
        return Double.parseDouble(line.substring("loss=".length(), line.indexOf(' ')));
    }

    @Test
    void repairsABrokenMachine() throws IOException {
        String line = done(training(path("x")));
        assertTrue(loss(line) <= 1e-6, line);
        String again = Cli.lines("eval", path("x/machine.json"), "--teacher", HANDCRAFTED)
                .get(0);
        assertEquals(loss(line), loss(again), 1e-9);
        History history = History.read(folder.resolve("x/history.csv"));
        assertTrue(line.contains(" steps=" + history.rows().size() + " "), line);
        assertTrue(history.rows().get(0).loss() > 1);
        String page = Files.readString(folder.resolve("x/report.html"));
        assertTrue(page.contains("Training of " + HANDCRAFTED) && page.contains("after"));
        try (Stream<Path> files = Files.list(folder.resolve("x"))) {
            assertEquals(
                    List.of("checkpoints", "history.csv", "machine.json", "report.html"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void learnsFromAFileWhatATeacherWouldTell() throws IOException {
        Files.writeString(folder.resolve("net.json"), Nets.AVERAGE);
        Files.writeString(
                folder.resolve("data.jsonl"),
                "{\"inputs\":[{\"in.v\":{\"a\":1}},{},{}],\"targets\":[{},{\"out:x.dict\":{\"a\":0.25}},{\"out:x.dict\":"
                        + "{\"a\":0.25}}],\"mask\":[0,1,1]}\n");
        String line =
                done("train", path("net.json"), "--data", path("data.jsonl"), "--out", path("y"), "--rate", "0.05");
        assertTrue(loss(line) <= 1e-6, line);
        assertTrue(line.endsWith(" links=1"), line);
        List<String> errors = Cli.lines("eval", path("y/machine.json"), "--data", path("data.jsonl"));
        assertTrue(errors.get(0).endsWith(" sequences=1 cycles=3"), errors.toString());
        assertTrue(errors.get(1).startsWith("out:x.dict mean="), errors.toString());
        assertTrue(errors.get(1).contains(" of sequence 1"), errors.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterovs", "rmsprop", "adam", "adamw", "amsgrad", "adamax", "nadam"})
    void stopsAndGoesOnWithTheSameBits(String updater) throws IOException {
        String[] how = {
            "--updater",
            updater,
            "--rate",
            "1e-4",
            "--target-loss",
            "0",
            "--checkpoint-every",
            "7",
            "--keep",
            "2",
            "--text",
            "tt.",
            "--text",
            "ab.a",
            "--every",
            "2",
            "--lanes",
            "1",
            "--l1",
            "0.001"
        };
        String whole = done(training(path("a"), with(how, "--steps", "20")));
        done(training(path("b"), with(how, "--steps", "9")));
        assertEquals(whole, done(training(path("b"), with(how, "--steps", "20", "--resume"))));
        assertEquals(
                Files.readString(folder.resolve("a/machine.json")), Files.readString(folder.resolve("b/machine.json")));
        assertEquals(losses("a"), losses("b"));
        assertEquals(whole, done(training(path("b"), with(how, "--steps", "20", "--resume"))));
    }

    private static String[] with(String[] first, String... more) {
        return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
    }

    private List<Double> losses(String name) {
        return History.read(folder.resolve(name).resolve("history.csv")).rows().stream()
                .map(History.Row::loss)
                .toList();
    }

    @Test
    void epochsEndARun() {
        String line = done(training(
                path("e"), "--epochs", "3", "--lanes", "1", "--text", "t.", "--text", "ab.", "--target-loss", "0"));
        assertTrue(line.contains(" steps=6 "), line);
    }

    @Test
    void whatIsNotFiniteStopsTheRunAndLeavesTheLastGoodCheckpoint() throws IOException {
        Cli c = Cli.run(training(path("n"), "--updater", "sgd", "--rate", "1e12", "--checkpoint-every", "1"));
        assertEquals(2, c.code());
        assertEquals("", c.out());
        String last = c.err().lines().reduce((a, b) -> b).orElseThrow();
        assertTrue(last.startsWith("dmm: step "), c.err());
        assertTrue(CheckpointFolder.latest(folder.resolve("n/checkpoints")).isPresent());
        assertFalse(Files.exists(folder.resolve("n/machine.json")));
    }

    @Test
    void refusesCheckpointsOfAnotherRun() throws IOException {
        String out = path("r");
        done(training(out, "--steps", "3"));
        Cli rate = Cli.run(training(out, "--steps", "9", "--resume", "--rate", "0.5"));
        assertEquals(2, rate.code());
        assertTrue(rate.err().contains("the run was started with rate 0.01, expected the same, found 0.5"), rate.err());
        Cli text = Cli.run(training(out, "--steps", "9", "--resume", "--text", "other"));
        assertTrue(text.err().contains("the run was started with data "), text.err());
        Cli other =
                Cli.run("train", Cli.TRAINABLE, "--teacher", HANDCRAFTED, "--out", out, "--resume", "--perturb", "0.5");
        assertEquals(2, other.code());
        assertTrue(other.err().contains("the checkpoint belongs to another network"), other.err());
        Cli full = Cli.run(training(out));
        assertEquals("dmm: " + out + ": the folder is not empty, expected an empty one, or --resume\n", full.err());
    }

    @Test
    void saysWhatOfTheDataIsAnother() {
        String out = path("o");
        done(training(out, "--steps", "3"));
        Cli paths = Cli.run(training(out, "--steps", "9", "--resume", "--paths", "all"));
        assertEquals(2, paths.code());
        assertTrue(
                paths.err().contains("the run was started with other data: what is fed reads the same"), paths.err());
    }

    @Test
    void goesOnWithoutItsHistory() throws IOException {
        String[] how = {"--target-loss", "0", "--checkpoint-every", "5"};
        String whole = done(training(path("a"), with(how, "--steps", "12")));
        done(training(path("h"), with(how, "--steps", "7")));
        Files.writeString(folder.resolve("h/history.csv"), "step,loss\r\n1,2\r\n");
        Cli c = Cli.run(training(path("h"), with(how, "--steps", "12", "--resume")));
        assertEquals(whole, c.out().strip());
        assertTrue(c.err().startsWith("dmm: warning: ") && c.err().contains("the history begins anew"), c.err());
        assertEquals(5, losses("h").size());
    }

    @Test
    void patienceLeavesTheBestWeights() throws IOException {
        String how = "--updater sgd --rate 0.004 --target-loss 0 --patience 15 --steps 400";
        String line = done(training(path("best"), how.split(" ")));
        List<Double> losses = losses("best");
        double lowest = losses.stream().mapToDouble(x -> x).min().orElseThrow();
        assertTrue(losses.get(losses.size() - 1) > lowest, losses.toString());
        assertEquals(lowest, loss(line), 1e-6 * lowest);
    }

    @Test
    void whatRewiringCannotDoIsSaid() {
        Cli c = Cli.run(training(path("w"), "--rewire", "below:100", "--rewire-every", "3", "--steps", "4"));
        assertEquals(0, c.code(), c.err());
        assertTrue(c.err().contains("step 3: links not cut: none of 8 would be left"), c.err());
        Cli grown = Cli.run(training(path("s"), "--rewire", "rigl:0.3", "--rewire-every", "3", "--steps", "4"));
        assertTrue(grown.err().contains("step 3: 2 links cut, 2 grown: 8 -> 8 links"), grown.err());
        assertTrue(grown.out().endsWith(" links=8\n"), grown.out());
    }

    @Test
    void thePageSaysHowItWasTrained() throws IOException {
        done(training(path("q"), "--steps", "2", "--beta1", "0.8"));
        String page = Files.readString(folder.resolve("q/report.html"));
        for (String row : List.of(
                "beta1</th><td>0.8", "beta2</th><td>0.999", "steps</th><td>at most 2<", "patience</th><td>none")) {
            assertTrue(page.contains(row), row);
        }
        assertFalse(page.contains("as usual"));
    }

    @Test
    void usesAnEarlierCheckpointWhereTheLastIsDamaged() throws IOException {
        String[] how = {"--target-loss", "0", "--checkpoint-every", "5"};
        String whole = done(training(path("a"), with(how, "--steps", "30")));
        done(training(path("d"), with(how, "--steps", "20")));
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.resolve("d/checkpoints"))) {
            files = all.filter(f -> f.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
        Path newest = files.get(files.size() - 1);
        Files.write(newest, new byte[] {1, 2, 3});
        Cli c = Cli.run(training(path("d"), with(how, "--steps", "30", "--resume")));
        assertEquals(whole, c.out().strip());
        assertTrue(c.err().contains("dmm: warning: " + newest), c.err());
        assertEquals(losses("a"), losses("d"));
    }

    /** Each kind of thing that a run can do, cut in two. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--schedule cosine:0.001,30 --warm-up 5 --clip 10",
                "--schedule steps:0.5,7 --clip-value 1 --updater rmsprop --rho 0.9 --epsilon 1e-6",
                "--schedule polynomial:2,40 --updater adamw --weight-decay 0.1 --beta1 0.8",
                "--schedule exponential:0.9 --updater nesterovs --momentum 0.5",
                "--curriculum 0:3,5:6,14:9 --carry",
                "--window 5 --carry",
                "--patience 40 --l2 0.01 --row-sum 0.01",
                "--freeze output.*<-dot* --init uniform:0.3 --ties split --relu-at-zero 0.5 --loss huber:2",
                "--rewire set:0.3,0.1 --rewire-every 4 --candidates DIR/more.json",
                "--rewire rigl:0.3 --rewire-every 6",
                "--rewire smallest:1 --rewire-every 5 --protect output.*",
                "--rewire below:0.2 --rewire-every 9"
            })
    void everyKindOfRunGoesOnWithTheSameBits(String options) throws IOException {
        List<Link> more = new ArrayList<>(Networks.load(HANDCRAFTED).links());
        more.add(Link.of(Port.of("output", "dict-2"), Port.of("accum", "dict"), 0));
        more.add(Link.of(Port.of("norm", "dict"), Port.of("input", "char"), 0));
        NetworkJson.write(Networks.load(HANDCRAFTED).withLinks(more), folder.resolve("more.json"));
        String[] how = with(
                options.replace("DIR", folder.toString()).split(" "),
                "--rate 0.01 --target-loss 0 --text tt. --text ab.a --every 2 --lanes 1 --checkpoint-every 7"
                        .split(" "));
        String whole = done(training(path("a"), with(how, "--steps", "31")));
        done(training(path("b"), with(how, "--steps", "17")));
        assertEquals(whole, done(training(path("b"), with(how, "--steps", "31", "--resume"))));
        assertEquals(
                Files.readString(folder.resolve("a/machine.json")), Files.readString(folder.resolve("b/machine.json")));
        assertEquals(losses("a"), losses("b"));
    }

    private static List<Link> links(Path machine) {
        return NetworkJson.read(machine).links().stream()
                .filter(Link::trainable)
                .toList();
    }

    @Test
    void cutsAfterTrainingButNotWhatIsProtected() {
        String how =
                "--prune-to 5 --prune-steps 60 --prune-loss 1e9 --polish 30 --steps 40 --target-loss 0 --protect output.*";
        String line = done(training(path("p"), how.split(" ")));
        assertTrue(line.endsWith(" links=5"), line);
        List<History.Row> rows = History.read(folder.resolve("p/history.csv")).rows();
        assertTrue(rows.stream().anyMatch(r -> r.event().contains("8 -> 7 links, lambda 0.05")), rows.toString());
        List<Link> left = links(folder.resolve("p/machine.json"));
        assertEquals(
                2, left.stream().filter(l -> l.to().neuron().equals("output")).count(), left.toString());
    }

    @Test
    void aCutThatDoesNotRecoverIsTakenBack() {
        String how = "--prune-to 1 --prune-steps 50 --prune-loss 0 --polish 1 --steps 2000";
        String line = done(training(path("p"), how.split(" ")));
        assertTrue(line.endsWith(" links=8"), line);
        List<History.Row> rows = History.read(folder.resolve("p/history.csv")).rows();
        List<String> events = rows.stream()
                .map(History.Row::event)
                .filter(e -> e.endsWith(", taken back"))
                .toList();
        assertTrue(events.size() > 1, "several links are tried: " + events);
        assertEquals(
                events.size(),
                events.stream().map(e -> e.split(" -> ")[2]).distinct().count(),
                "each path once");
    }

    @Test
    void whatIsFrozenStays() {
        done(training(path("f"), "--steps", "5", "--freeze", "output.* <- *"));
        done(training(path("g"), "--steps", "5"));
        List<Link> frozen = links(folder.resolve("f/machine.json"));
        List<Link> free = links(folder.resolve("g/machine.json"));
        List<Link> start =
                Initialiser.perturb(0.5).apply(Networks.load(HANDCRAFTED), 1).links();
        for (int i = 0; i < frozen.size(); i++) {
            Link f = frozen.get(i);
            boolean same = start.contains(f);
            assertEquals(f.to().neuron().equals("output"), same, f.toString());
            assertFalse(start.contains(free.get(i)));
        }
    }

    @Test
    void parametersOfNeuronsAreTrained() throws IOException {
        Files.writeString(folder.resolve("net.json"), Nets.CONSTANT);
        Files.writeString(
                folder.resolve("data.jsonl"),
                "{\"inputs\":[{},{},{}],\"targets\":[{},{},{\"out:x.dict\":2.5}],\"mask\":[0,0,1]}\n");
        String line = done(("train " + path("net.json") + " --data " + path("data.jsonl") + " --out " + path("c")
                        + " --train-parameter c.value --freeze * --rate 0.05")
                .split(" "));
        assertTrue(loss(line) <= 1e-6, line);
        Network trained = NetworkJson.read(folder.resolve("c/machine.json"));
        assertEquals(2.5, trained.neuron("c").parameter("value").number(), 1e-3);
    }

    // ---- processes -------------------------------------------------------------------------------------------

    @Test
    void aKilledRunGoesOnToTheSameBits() throws IOException, InterruptedException {
        String[] how = {"--target-loss", "0", "--steps", "1500", "--checkpoint-every", "20"};
        String whole = done(training(path("whole"), how));
        String machine = Files.readString(folder.resolve("whole/machine.json"));
        Random random = new Random(7);
        int killed = 0;
        for (int i = 0; i < KILLS; i++) {
            String out = path("k" + i);
            for (int n = 0; n < 2; n++) {
                String[] args = training(out, n == 0 ? how : with(how, "--resume"));
                killed += Processes.endAfter(random.nextInt(250), true, args) == Processes.KILLED ? 1 : 0;
            }
            assertEquals(whole, done(training(out, with(how, "--resume"))));
            assertEquals(machine, Files.readString(Path.of(out, "machine.json")));
        }
        assertTrue(killed > 0, "every run ended before it was killed");
    }

    @Test
    void anInterruptLeavesACheckpoint() throws IOException, InterruptedException {
        String[] how = {"--target-loss", "0", "--steps", "1000000", "--checkpoint-every", "1000000"};
        List<String> said = new ArrayList<>();
        assertEquals(Processes.TERMINATED, Processes.endAfter(100, false, said, training(path("i"), how)));
        long step = CheckpointFolder.latest(folder.resolve("i/checkpoints"))
                .orElseThrow()
                .checkpoint()
                .step();
        assertTrue(step > 0);
        assertEquals(
                "dmm: stopped at step " + step + "; a checkpoint is saved; go on with --resume",
                said.get(said.size() - 1));
        String[] longer = {"--target-loss", "0", "--steps", Long.toString(step + 10), "--resume"};
        assertTrue(done(training(path("i"), longer)).contains(" steps=" + (step + 10) + " "));
        assertEquals(step + 10, losses("i").size());
    }

    @Test
    void aRunWithoutAFolderMakesANewOne(@TempDir Path folder) throws Exception {
        String[] command = {"train", HANDCRAFTED, "--teacher", HANDCRAFTED, "--perturb", "0.1", "--steps", "1"};
        for (int run = 1; run <= 2; run++) {
            String said = Processes.toEndIn(folder, command);
            assertTrue(said.startsWith("0 ") && said.contains("writing to train-" + run), said);
            assertTrue(Files.exists(folder.resolve("train-" + run + "/machine.json")));
        }
    }
}
