// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target once with each file that is named, where libFuzzer is not there to do it.
#include <fstream>
#include <sstream>

#include "fuzz/fuzz.h"

int main(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        std::ifstream file(arguments[i], std::ios::binary);
        std::stringstream bytes;
        bytes << file.rdbuf();
        if (!file) {
            std::fprintf(stderr, "cannot read %s\n", arguments[i]);
            return 1;
        }
        const std::string input = bytes.str();
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    }
    return 0;
}
