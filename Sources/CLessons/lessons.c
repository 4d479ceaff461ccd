// Written by Scripts/list-lessons.sh: the lessons and their cases, so that the program works wherever it is moved.
#include "lessons.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file0[] = {
#embed "lessons/blame.md"
};
static const unsigned char file1[] = {
#embed "lessons/centred-adagrad.json"
};
static const unsigned char file2[] = {
#embed "lessons/centred-rmsprop.json"
};
static const unsigned char file3[] = {
#embed "lessons/centred-sgd.json"
};
static const unsigned char file4[] = {
#embed "lessons/depth-1.json"
};
static const unsigned char file5[] = {
#embed "lessons/depth-clip.json"
};
static const unsigned char file6[] = {
#embed "lessons/depth-half.json"
};
static const unsigned char file7[] = {
#embed "lessons/depth-quarter.json"
};
static const unsigned char file8[] = {
#embed "lessons/depth-relu-07.json"
};
static const unsigned char file9[] = {
#embed "lessons/depth-relu-half.json"
};
static const unsigned char file10[] = {
#embed "lessons/depth.md"
};
static const unsigned char file11[] = {
#embed "lessons/disk-five.json"
};
static const unsigned char file12[] = {
#embed "lessons/disk.md"
};
static const unsigned char file13[] = {
#embed "lessons/drift-adam.json"
};
static const unsigned char file14[] = {
#embed "lessons/drift-amsgrad.json"
};
static const unsigned char file15[] = {
#embed "lessons/drift-sgd.json"
};
static const unsigned char file16[] = {
#embed "lessons/drop-off.json"
};
static const unsigned char file17[] = {
#embed "lessons/drop.json"
};
static const unsigned char file18[] = {
#embed "lessons/dropout.md"
};
static const unsigned char file19[] = {
#embed "lessons/four-layer.json"
};
static const unsigned char file20[] = {
#embed "lessons/four-layer.md"
};
static const unsigned char file21[] = {
#embed "lessons/line-half-long.json"
};
static const unsigned char file22[] = {
#embed "lessons/line-half.json"
};
static const unsigned char file23[] = {
#embed "lessons/line-mae-long.json"
};
static const unsigned char file24[] = {
#embed "lessons/line-mae.json"
};
static const unsigned char file25[] = {
#embed "lessons/line-mbe.json"
};
static const unsigned char file26[] = {
#embed "lessons/line-mse.json"
};
static const unsigned char file27[] = {
#embed "lessons/line-sum.json"
};
static const unsigned char file28[] = {
#embed "lessons/losses.md"
};
static const unsigned char file29[] = {
#embed "lessons/neurons-sigmoid.json"
};
static const unsigned char file30[] = {
#embed "lessons/neurons-tanh.json"
};
static const unsigned char file31[] = {
#embed "lessons/neurons.json"
};
static const unsigned char file32[] = {
#embed "lessons/nothing.json"
};
static const unsigned char file33[] = {
#embed "lessons/pool-average.json"
};
static const unsigned char file34[] = {
#embed "lessons/pool-max.json"
};
static const unsigned char file35[] = {
#embed "lessons/pooling.md"
};
static const unsigned char file36[] = {
#embed "lessons/race-adagrad.json"
};
static const unsigned char file37[] = {
#embed "lessons/race-adam.json"
};
static const unsigned char file38[] = {
#embed "lessons/race-adamax.json"
};
static const unsigned char file39[] = {
#embed "lessons/race-amsgrad.json"
};
static const unsigned char file40[] = {
#embed "lessons/race-ema.json"
};
static const unsigned char file41[] = {
#embed "lessons/race-momentum.json"
};
static const unsigned char file42[] = {
#embed "lessons/race-nadam.json"
};
static const unsigned char file43[] = {
#embed "lessons/race-nesterov.json"
};
static const unsigned char file44[] = {
#embed "lessons/race-rmsprop.json"
};
static const unsigned char file45[] = {
#embed "lessons/race-sgd-long.json"
};
static const unsigned char file46[] = {
#embed "lessons/race-sgd-short.json"
};
static const unsigned char file47[] = {
#embed "lessons/race-sgd.json"
};
static const unsigned char file48[] = {
#embed "lessons/race.md"
};
static const unsigned char file49[] = {
#embed "lessons/reproduce.md"
};
static const unsigned char file50[] = {
#embed "lessons/shares.md"
};
static const unsigned char file51[] = {
#embed "lessons/shift-left.json"
};
static const unsigned char file52[] = {
#embed "lessons/shift.json"
};
static const unsigned char file53[] = {
#embed "lessons/signals.md"
};
static const unsigned char file54[] = {
#embed "lessons/stamp-two.json"
};
static const unsigned char file55[] = {
#embed "lessons/stamp.json"
};
static const unsigned char file56[] = {
#embed "lessons/stamp.md"
};
static const unsigned char file57[] = {
#embed "lessons/sure-squared.json"
};
static const unsigned char file58[] = {
#embed "lessons/sure.json"
};
static const unsigned char file59[] = {
#embed "lessons/ways.json"
};
static const unsigned char file60[] = {
#embed "lessons/ways.md"
};
static const unsigned char file61[] = {
#embed "lessons/weather.json"
};
static const unsigned char file62[] = {
#embed "lessons/weights-adam-weak.json"
};
static const unsigned char file63[] = {
#embed "lessons/weights-adam.json"
};
static const unsigned char file64[] = {
#embed "lessons/weights-free.json"
};
static const unsigned char file65[] = {
#embed "lessons/weights-l1.json"
};
static const unsigned char file66[] = {
#embed "lessons/weights-l2.json"
};
static const unsigned char file67[] = {
#embed "lessons/weights.md"
};
static const unsigned char file68[] = {
#embed "lessons/wiggle.md"
};
static const unsigned char file69[] = {
#embed "lessons/window.json"
};
static const unsigned char file70[] = {
#embed "lessons/window.md"
};

static const LessonResource files[] = {
    {"blame.md", file0, sizeof file0},
    {"centred-adagrad.json", file1, sizeof file1},
    {"centred-rmsprop.json", file2, sizeof file2},
    {"centred-sgd.json", file3, sizeof file3},
    {"depth-1.json", file4, sizeof file4},
    {"depth-clip.json", file5, sizeof file5},
    {"depth-half.json", file6, sizeof file6},
    {"depth-quarter.json", file7, sizeof file7},
    {"depth-relu-07.json", file8, sizeof file8},
    {"depth-relu-half.json", file9, sizeof file9},
    {"depth.md", file10, sizeof file10},
    {"disk-five.json", file11, sizeof file11},
    {"disk.md", file12, sizeof file12},
    {"drift-adam.json", file13, sizeof file13},
    {"drift-amsgrad.json", file14, sizeof file14},
    {"drift-sgd.json", file15, sizeof file15},
    {"drop-off.json", file16, sizeof file16},
    {"drop.json", file17, sizeof file17},
    {"dropout.md", file18, sizeof file18},
    {"four-layer.json", file19, sizeof file19},
    {"four-layer.md", file20, sizeof file20},
    {"line-half-long.json", file21, sizeof file21},
    {"line-half.json", file22, sizeof file22},
    {"line-mae-long.json", file23, sizeof file23},
    {"line-mae.json", file24, sizeof file24},
    {"line-mbe.json", file25, sizeof file25},
    {"line-mse.json", file26, sizeof file26},
    {"line-sum.json", file27, sizeof file27},
    {"losses.md", file28, sizeof file28},
    {"neurons-sigmoid.json", file29, sizeof file29},
    {"neurons-tanh.json", file30, sizeof file30},
    {"neurons.json", file31, sizeof file31},
    {"nothing.json", file32, sizeof file32},
    {"pool-average.json", file33, sizeof file33},
    {"pool-max.json", file34, sizeof file34},
    {"pooling.md", file35, sizeof file35},
    {"race-adagrad.json", file36, sizeof file36},
    {"race-adam.json", file37, sizeof file37},
    {"race-adamax.json", file38, sizeof file38},
    {"race-amsgrad.json", file39, sizeof file39},
    {"race-ema.json", file40, sizeof file40},
    {"race-momentum.json", file41, sizeof file41},
    {"race-nadam.json", file42, sizeof file42},
    {"race-nesterov.json", file43, sizeof file43},
    {"race-rmsprop.json", file44, sizeof file44},
    {"race-sgd-long.json", file45, sizeof file45},
    {"race-sgd-short.json", file46, sizeof file46},
    {"race-sgd.json", file47, sizeof file47},
    {"race.md", file48, sizeof file48},
    {"reproduce.md", file49, sizeof file49},
    {"shares.md", file50, sizeof file50},
    {"shift-left.json", file51, sizeof file51},
    {"shift.json", file52, sizeof file52},
    {"signals.md", file53, sizeof file53},
    {"stamp-two.json", file54, sizeof file54},
    {"stamp.json", file55, sizeof file55},
    {"stamp.md", file56, sizeof file56},
    {"sure-squared.json", file57, sizeof file57},
    {"sure.json", file58, sizeof file58},
    {"ways.json", file59, sizeof file59},
    {"ways.md", file60, sizeof file60},
    {"weather.json", file61, sizeof file61},
    {"weights-adam-weak.json", file62, sizeof file62},
    {"weights-adam.json", file63, sizeof file63},
    {"weights-free.json", file64, sizeof file64},
    {"weights-l1.json", file65, sizeof file65},
    {"weights-l2.json", file66, sizeof file66},
    {"weights.md", file67, sizeof file67},
    {"wiggle.md", file68, sizeof file68},
    {"window.json", file69, sizeof file69},
    {"window.md", file70, sizeof file70},
    {NULL, NULL, 0},
};

LessonResource lesson_resource(size_t index) {
  const size_t count = sizeof files / sizeof files[0] - 1;
  return files[index < count ? index : count];
}
