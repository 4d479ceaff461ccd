#include <png.h>

/* Macros that Swift cannot import. */
static const png_uint_32 hmdl_png_grey = PNG_FORMAT_GRAY;
static const png_uint_32 hmdl_png_rgb = PNG_FORMAT_RGB;
static const png_uint_32 hmdl_png_color_flag = PNG_FORMAT_FLAG_COLOR;
