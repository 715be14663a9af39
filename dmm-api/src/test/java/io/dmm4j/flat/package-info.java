/** Tests of flat programs and their file format. */
package io.dmm4j.flat;
