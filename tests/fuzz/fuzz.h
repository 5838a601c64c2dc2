#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/*
 * What a fuzzer, tests/fuzz/fuzz-NAME.c, has to offer. `make fuzz` runs it
 * under libFuzzer; in `make check` replay.c runs it over its seeds,
 * tests/fuzz/seeds/NAME, and over changed copies of them.
 */

/* Work through one input; fuzz_fail when the result is wrong. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* Words that inputs are often made of; ends with NULL. */
extern const char *const fuzz_words[];

/* Say what is wrong with the input, show it, and abort. */
void fuzz_fail(const uint8_t *data, size_t len, const char *fmt, ...)
    __attribute__((format(printf, 3, 4), noreturn));

#endif
