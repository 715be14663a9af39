package io.dmm4j.dl4j.example;

import io.dmm4j.value.DmmException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Pictures of digits, {@value #SIZE} × {@value #SIZE} shades of grey, with their classes.
 *
 * @param pixels [pictures × rows × columns], 0 to 255 as unsigned bytes
 * @param classes 0 to 9, one per picture
 */
public record Digits(byte[] pixels, byte[] classes) {
    /** Rows and columns of a picture. */
    public static final int SIZE = 28;

    private static final int PICTURE = SIZE * SIZE;

    /** The segments of a seven-segment display that each digit lights, from the top clockwise, the middle one last. */
    private static final List<String> SEGMENTS = List.of(
            "1111110", "0110000", "1101101", "1111001", "0110011", "1011011", "1011111", "1110000", "1111111",
            "1111011");

    /** How many there are. */
    public int count() {
        return classes.length;
    }

    /** The first pictures. */
    public Digits first(int n) {
        int kept = Math.min(n, count());
        return new Digits(Arrays.copyOf(pixels, kept * PICTURE), Arrays.copyOf(classes, kept));
    }

    /**
     * Reads MNIST.
     *
     * @param folder with {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and
     *     {@code t10k-labels-idx1-ubyte}, packed as {@code .gz} or not
     * @param name {@code train} or {@code t10k}
     * @throws DmmException if a file is missing or not what its name says
     */
    public static Digits read(Path folder, String name) {
        Idx images = Idx.read(file(folder, name + "-images-idx3-ubyte"), 3);
        Idx labels = Idx.read(file(folder, name + "-labels-idx1-ubyte"), 1);
        if (images.shape()[1] != SIZE || images.shape()[2] != SIZE || images.shape()[0] != labels.shape()[0]) {
            throw new DmmException(folder + ": found " + Arrays.toString(images.shape()) + " pictures and "
                    + labels.shape()[0] + " labels, expected as many labels as pictures of 28 × 28");
        }
        return new Digits(images.bytes(), labels.bytes());
    }

    private static Path file(Path folder, String name) {
        Path packed = folder.resolve(name + ".gz");
        return Files.exists(packed) ? packed : folder.resolve(name);
    }

    /** Digits of a seven-segment display, somewhere in the picture, thick or thin, slanted, with noise. */
    public static Digits synthetic(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Digits d = new Digits(new byte[n * PICTURE], new byte[n]);
        for (int i = 0; i < n; i++) {
            d.classes[i] = (byte) random.nextInt(10);
            d.draw(i, random);
        }
        return d;
    }

    private void draw(int picture, SplittableRandom random) {
        int left = random.nextInt(5, 10);
        int top = random.nextInt(3, 8);
        int width = random.nextInt(7, 11);
        int half = random.nextInt(6, 8);
        int thick = random.nextInt(1, 4);
        double slant = random.nextDouble(-0.15, 0.15);
        String lit = SEGMENTS.get(classes[picture]);
        int[][] ends = {
            {0, 0, 0, width},
            {0, width, half, width},
            {half, width, 2 * half, width},
            {2 * half, 0, 2 * half, width},
            {half, 0, 2 * half, 0},
            {0, 0, half, 0},
            {half, 0, half, width}
        };
        IntStream.range(0, ends.length).filter(s -> lit.charAt(s) == '1').forEach(s -> {
            for (int row = ends[s][0]; row <= ends[s][2] + thick - 1; row++) {
                for (int column = ends[s][1]; column <= ends[s][3] + thick - 1; column++) {
                    int x = left + column + (int) Math.round(slant * (half - row));
                    ink(picture, top + row, x, random.nextInt(160, 256));
                }
            }
        });
        for (int k = 0; k < 20; k++) {
            ink(picture, random.nextInt(SIZE), random.nextInt(SIZE), random.nextInt(120));
        }
    }

    private void ink(int picture, int row, int column, int shade) {
        if (row >= 0 && row < SIZE && column >= 0 && column < SIZE) {
            pixels[picture * PICTURE + row * SIZE + column] = (byte) shade;
        }
    }

    /** The brightness of a pixel, 0 to 1. */
    float brightness(int picture, int row, int column) {
        return (pixels[picture * PICTURE + row * SIZE + column] & 0xff) / 255f;
    }
}
