ALTER TABLE "delivery_channels" VALIDATE CONSTRAINT "delivery_channels_kind";
