package io.dmm4j.dl4j.arrays;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** V-values as maps of arrays of one shape, an array for each path, and back. */
public final class Trees {
    private Trees() {}

    /**
     * The tree at one place of all arrays.
     *
     * @param arrays an array for each path
     * @param index the place, as many numbers as arrays have dimensions
     */
    public static VValue at(Map<Path, INDArray> arrays, int... index) {
        VValueBuilder tree = VValue.builder();
        arrays.forEach((path, a) -> {
            if (a.rank() != index.length) {
                throw new DL4JInvalidInputException("path \"" + path + "\": found an array of shape "
                        + Arrays.toString(a.shape()) + ", expected rank " + index.length);
            }
            tree.put(path, a.getDouble(index));
        });
        return tree.build();
    }

    /**
     * Arrays [places] with the numbers of trees, an array for each path that some tree has.
     *
     * @param type of the arrays
     */
    public static Map<Path, INDArray> arrays(DataType type, VValue... trees) {
        Map<Path, INDArray> arrays = new TreeMap<>();
        for (int i = 0; i < trees.length; i++) {
            int place = i;
            trees[i].forEach((path, x) -> arrays.computeIfAbsent(path, p -> Nd4j.zeros(type, trees.length))
                    .putScalar(place, x));
        }
        return arrays;
    }
}
