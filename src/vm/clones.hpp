// The machine's loops are compiled several times too.
#pragma once

#include "base/clones.hpp"
