/**
 * The thin layer over CUDA: what a backend needs of a GPU, and nothing of flat programs.
 *
 * <p>Start with {@code Gpu}, the interface that all else in this module talks to. Its only
 * implementation outside tests is the only class of the project that touches JCuda.
 *
 * <p>What enters: sizes, pointers, PTX text. What leaves: device addresses, or one exception that names the
 * operation and the shapes. Deliberately absent: rows, lanes, ops, and any choice of algorithm.
 */
package io.dmm4j.cuda.device;
