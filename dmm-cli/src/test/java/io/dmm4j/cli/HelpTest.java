package io.dmm4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HelpTest {
    @Test
    void theListOfCommandsHasWholeSentences() {
        Map<String, CommandLine> all = Dmm.line().getSubcommands();
        assertEquals(12, all.size());
        all.forEach((name, command) -> {
            String first = command.getCommandSpec().usageMessage().description()[0];
            assertTrue(first.endsWith("."), name + ": " + first);
        });
    }

    @Test
    void tooLittleMemoryIsOneSentence(@TempDir Path folder) throws IOException, InterruptedException {
        String cycles = "{\"inputs\":[" + "{},".repeat(4_000_000) + "{}]}";
        String data = Files.writeString(folder.resolve("long.jsonl"), cycles).toString();
        String said = Processes.toEnd("eval", Cli.HANDCRAFTED, "--teacher", Cli.HANDCRAFTED, "--data", data);
        assertTrue(said.startsWith("2 "), said);
        assertTrue(said.contains("dmm: out of memory: the ") && said.contains(" MiB that the JVM may use"), said);
        assertFalse(said.contains("\tat "), said);
    }
}
