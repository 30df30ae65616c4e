#pragma once

// The table of sensitive keys lives in the model, where plans and the state need it too.
#include "model/sensitive_keys.hpp"
