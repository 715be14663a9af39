package io.dmm4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.report.History.Row;
import io.dmm4j.value.DmmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static History history(Row... rows) {
        History history = new History();
        List.of(rows).forEach(history::add);
        return history;
    }

    private static String csv(History history) throws IOException {
        StringBuilder text = new StringBuilder();
        history.write(text);
        return text.toString();
    }

    @Test
    void linesOfTheFile() throws IOException {
        History history = history(
                new Row(1, 434.98627, 1.5, 1486, Double.NaN, ""),
                new Row(2, 1e-7, 0, 19, 812.5, "cut \"a, b\"\nand c"));
        assertEquals(
                "step,loss,regularisation,links,steps_per_second,event\r\n"
                        + "1,434.98627,1.5,1486,,\r\n"
                        + "2,1e-7,0,19,812.5,\"cut \"\"a, b\"\"\nand c\"\r\n",
                csv(history));
    }

    @Test
    void readsWhatItWrites(@TempDir Path folder) throws IOException {
        History history = new History();
        for (String event : List.of("", "plain", ",", "\"", "\r\n", "é😀", " x ", "=1+1", "a\nb\"c\"")) {
            history.add(new Row(7, Math.PI, Double.MIN_VALUE, 3, Double.NaN, event));
            history.add(new Row(7, Double.NaN, Double.POSITIVE_INFINITY, 3, 1e300, event));
        }
        Path file = Files.writeString(folder.resolve("h.csv"), csv(history));
        assertEquals(history.rows(), History.read(file).rows());
    }

    @Test
    void otherLineEndsAndNoEndAtAll() {
        History read = History.parse(History.HEADER + "\n1,2,3,4,5,six", "h");
        assertEquals(List.of(new Row(1, 2, 3, 4, 5, "six")), read.rows());
    }

    @Test
    void resumedRunsDropWhatTheyWillMakeAgain() {
        History history = history(new Row(1, 1, 0, 1, 1, ""), new Row(5, 1, 0, 1, 1, ""), new Row(6, 1, 0, 1, 1, ""));
        history.keep(2);
        assertEquals(2, history.rows().size());
        history.keep(0);
        assertEquals(List.of(), history.rows());
    }

    @Test
    void stepsAscend() {
        History history = history(new Row(2, 1, 0, 1, 1, ""));
        assertThrows(IllegalArgumentException.class, () -> history.add(new Row(1, 1, 0, 1, 1, "")));
    }

    @Test
    void badFiles() {
        String header = History.HEADER + "\r\n";
        assertEquals("h: expected the header '" + History.HEADER + "'", refusal("a,b\r\n"));
        assertEquals("h: expected the header '" + History.HEADER + "'", refusal(""));
        String ascending = ": expected " + History.HEADER + " in ascending steps, found '";
        assertEquals("h: row 1" + ascending + "1,2'", refusal(header + "1,2\r\n"));
        assertEquals("h: row 1" + ascending + "x,2,3,4,5,'", refusal(header + "x,2,3,4,5,\r\n"));
        assertEquals("h: row 2" + ascending + "1,2,3,4,5,'", refusal(header + "2,2,3,4,5,\r\n1,2,3,4,5,\r\n"));
        assertEquals("h:2: expected a closing quote", refusal(header + "1,2,3,4,5,\"a\r\nb"));
        assertEquals("h:2: expected a comma or the end of the line after field 1", refusal(header + "\"1\"2\r\n"));
    }

    private static String refusal(String text) {
        return assertThrows(DmmException.class, () -> History.parse(text, "h")).getMessage();
    }
}
